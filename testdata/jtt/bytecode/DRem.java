// runs: (5.5, 2.0)=1.5; (-5.5, 2.0)=-1.5; (5.5, -2.0)=1.5; (1.0, 0.0)=NaN
// runs: (Double.NEGATIVE_INFINITY, 2.0)=NaN; (2.0, Double.POSITIVE_INFINITY)=2.0; (-4.0, 2.0)=-0.0
// runs: (1e300, 7.0)=1.0
public class DRem {
    public static double test(double a, double b) {
        return a % b;
    }
}
