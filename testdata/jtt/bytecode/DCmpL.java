// runs: (1.0, 2.0)=1000; (2, 1)=1011; (2, 2)=110; (Double.NaN, 1)=1000; (1, Double.NaN)=1000
// runs: (Double.NaN, Double.NaN)=1000; (0.0, -0.0)=110
public class DCmpL {
    public static int test(double a, double b) {
        return (a > b ? 1 : 0) + (a >= b ? 10 : 0) + (a == b ? 100 : 0) + (a != b ? 1000 : 0);
    }
}
