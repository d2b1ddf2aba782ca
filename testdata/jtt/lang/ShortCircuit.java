// runs: (0)="acdefalse"; (1)="abcdetrue"; (2)="abtrue"
public class ShortCircuit {
    static boolean f(StringBuilder sb, String s, boolean v) {
        sb.append(s);
        return v;
    }

    public static Object test(int n) {
        StringBuilder sb = new StringBuilder();
        boolean r = f(sb, "a", n > 0) && f(sb, "b", n > 1) || f(sb, "c", n > 2) | f(sb, "d", true) ^ f(sb, "e", n == 0);
        return sb.append(r).toString();
    }
}
