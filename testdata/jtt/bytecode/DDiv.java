// runs: (7.0, 2.0)=3.5; (1.0, 0.0)=inf; (1.0, -0.0)=-inf; (0.0, 0.0)=NaN; (1.0, 3.0)=0.3333333333333333
// runs: (4.9e-324, 2.0)=0.0
public class DDiv {
    public static double test(double a, double b) {
        return a / b;
    }
}
