// Pattern switches (a preview feature in 17).
// flags: --enable-preview
import java.util.*;

public class SwitchPatterns {
    sealed interface Expr permits Num, Add, Mul, Neg {}

    record Num(int v) implements Expr {}

    record Add(Expr l, Expr r) implements Expr {}

    record Mul(Expr l, Expr r) implements Expr {}

    record Neg(Expr e) implements Expr {}

    static int eval(Expr e) {
        return switch (e) {
            case Num n -> n.v();
            case Add a -> eval(a.l()) + eval(a.r());
            case Mul m -> eval(m.l()) * eval(m.r());
            case Neg n -> -eval(n.e());
        };
    }

    enum Colour { RED, GREEN }

    static String describe(Object o) {
        return switch (o) {
            case null -> "null!";
            case Integer i && i > 100 -> "big int " + i;
            case Integer i -> "int " + i;
            case String s && s.isEmpty() -> "empty string";
            case String s -> "string " + s;
            case Colour c -> "colour " + c.ordinal();
            case int[] a -> "ints " + a.length;
            case List<?> l -> "list " + l.size();
            default -> "other " + o.getClass().getSimpleName();
        };
    }

    public static void main(String[] args) {
        System.out.println(eval(new Add(new Num(2), new Mul(new Num(3), new Neg(new Num(7))))));
        for (Object o : Arrays.asList(1, 1000, "", "s", Colour.GREEN, new int[3], List.of(1), 2.5, null)) System.out.println(describe(o));
        try {
            eval(null);
        } catch (NullPointerException e) {
            System.out.println("NPE");
        }
    }
}
