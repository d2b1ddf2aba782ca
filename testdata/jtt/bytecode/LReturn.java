// runs: (5L)=5
public class LReturn {
    static long f(long a) {
        return a;
    }

    public static long test(long a) {
        return f(a);
    }
}
