// runs: (3)=7; (4)=16
public class Pop2 {
    static long count;

    static long f(long n) {
        count += n;
        return count;
    }

    public static long test(long n) {
        f(n);
        f(n + 1);
        return count;
    }
}
