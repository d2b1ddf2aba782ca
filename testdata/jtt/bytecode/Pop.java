// runs: (3)=7; (4)=16
public class Pop {
    static int count;

    static int f(int n) {
        count += n;
        return count;
    }

    public static int test(int n) {
        f(n);
        f(n + 1);
        return count;
    }
}
