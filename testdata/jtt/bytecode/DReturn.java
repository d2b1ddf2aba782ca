// runs: (5.5)=5.5
public class DReturn {
    static double f(double a) {
        return a;
    }

    public static double test(double a) {
        return f(a);
    }
}
