package org.fengqiao.audit;

import java.util.HexFormat;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.fengqiao.database.Secrets;

/** Signs checkpoints (Ed25519). The private key is derived from the master secret, so a copy of the database cannot sign. */
final class CheckpointKey {

    private final Ed25519PrivateKeyParameters key;

    CheckpointKey(Secrets secrets) {
        this.key = new Ed25519PrivateKeyParameters(secrets.derived("checkpoint"));
    }

    /** The public key, 32 bytes in hexadecimal. */
    String publicKey() {
        return HexFormat.of().formatHex(key.generatePublicKey().getEncoded());
    }

    String sign(Seal seal) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, key);
        byte[] bytes = seal.bytes();
        signer.update(bytes, 0, bytes.length);
        return HexFormat.of().formatHex(signer.generateSignature());
    }

    boolean signed(Seal seal, String signature) {
        Ed25519PublicKeyParameters open = key.generatePublicKey();
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, open);
        byte[] bytes = seal.bytes();
        verifier.update(bytes, 0, bytes.length);
        try {
            byte[] written = HexFormat.of().parseHex(signature);
            return HexFormat.of().formatHex(written).equals(signature) && verifier.verifySignature(written);
        } catch (IllegalArgumentException notHexadecimal) {
            return false;
        }
    }
}
