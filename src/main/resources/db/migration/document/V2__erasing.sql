-- Papers that carry a person are taken away with the rest when that person asks for it (个人信息保护法 §47).
grant delete on document.document to ${app};
