// runs: (0)=0; (3)=-3; (7)=!java.lang.RuntimeException "seven"
public class CatchInCaller {
    static int a(int n) {
        try {
            return b(n) + 1;
        } finally {
            count++;
        }
    }

    static int b(int n) {
        if (n == 7) throw new RuntimeException("seven");
        if (n > 0) throw new IllegalStateException("xxx");
        return -1;
    }

    static int count;

    public static int test(int n) {
        try {
            return a(n);
        } catch (IllegalStateException e) {
            return -e.getMessage().length();
        }
    }
}
