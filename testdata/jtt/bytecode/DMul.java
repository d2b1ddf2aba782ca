// runs: (1.5, -2.0)=-3.0; (1e200, 1e200)=inf; (1e-200, 1e-200)=0.0; (0.0, -1.0)=-0.0
// runs: (0.0, Double.NEGATIVE_INFINITY)=NaN; (0.1, 3.0)=0.30000000000000004
public class DMul {
    public static double test(double a, double b) {
        return a * b;
    }
}
