// runs: (1)="null1b1.5null12truex-1-0.01"
public class StringConcat {
    public static Object test(int n) {
        String s = null;
        char c = (char) ('a' + n);
        s += n;
        s += c;
        s += 1.5f;
        s += (Object) null;
        return s + n + 2L + true + 'x' + (byte) -1 + -0.0 + new char[] {'q'}.length;
    }
}
