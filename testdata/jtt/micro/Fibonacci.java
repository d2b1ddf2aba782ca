// runs: (1)=1; (20)=6765
public class Fibonacci {
    public static int test(int n) {
        return n < 2 ? n : test(n - 1) + test(n - 2);
    }
}
