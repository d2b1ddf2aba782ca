// runs: (1.5)=1.5; (0.1)=0.1; (1e300)=inf; (1e-300)=0.0; (-1e-300)=-0.0; (Double.NaN)=NaN
// runs: (3.4028235677973366e38)=inf; (3.4028235677973364e38)=3.4028235e38; (7.00649232162409e-46)=1e-45
// runs: (7.006492321624085e-46)=0.0
public class D2F {
    public static float test(double a) {
        return (float) a;
    }
}
