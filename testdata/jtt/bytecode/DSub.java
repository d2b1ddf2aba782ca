// runs: (1.5, 2.25)=-0.75; (-0.0, 0.0)=-0.0; (0.0, 0.0)=0.0; (0.3, 0.1)=0.19999999999999998
// runs: (Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)=NaN
public class DSub {
    public static double test(double a, double b) {
        return a - b;
    }
}
