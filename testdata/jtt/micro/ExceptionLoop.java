// runs: (8)=374; (1000)=46750
public class ExceptionLoop {
    static int f(int i) {
        if (i % 3 == 0) throw new IllegalStateException("abc");
        return 0;
    }

    public static int test(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) {
            try {
                s += 100 / (i % 4);
                s += f(i);
            } catch (ArithmeticException e) {
                s += 1;
            } catch (IllegalStateException e) {
                s += e.getMessage().length();
            }
        }
        return s;
    }
}
