package org.fengqiao.access;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.fengqiao.shared.CitizenNumber;
import org.fengqiao.shared.PhoneNumber;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/**
 * Whole numbers of a person for somebody who said why. They stand in the answer itself and nowhere else: neither a browser nor anything
 * on the way keeps a copy (个人信息保护法 §51).
 */
public final class WholeNumbers {

    /**
     * One number as it is shown.
     *
     * @param name key of what it is called
     * @param dials whether it can be called
     */
    public record Line(String name, String digits, boolean dials) {}

    private final List<Line> lines = new ArrayList<>();

    private WholeNumbers() {}

    /** Those that are known; null stands for one that is not. */
    public static WholeNumbers of(@Nullable PhoneNumber phone, @Nullable CitizenNumber citizen) {
        WholeNumbers numbers = new WholeNumbers();
        if (phone != null) {
            numbers.lines.add(new Line("reveal.phone", phone.digits(), true));
        }
        if (citizen != null) {
            numbers.lines.add(new Line("reveal.citizen", citizen.digits(), false));
        }
        return numbers;
    }

    /**
     * The view that shows them.
     *
     * @param part whether they take the place of the form they were asked with, instead of being a page
     * @param back address of the page they were asked on
     */
    public String shown(boolean part, String back, HttpServletResponse response, Model model) {
        response.setHeader("Cache-Control", "no-store");
        model.addAttribute("numbers", lines);
        model.addAttribute("back", back);
        return part ? "access/numbers :: numbers" : "access/numbers";
    }
}
