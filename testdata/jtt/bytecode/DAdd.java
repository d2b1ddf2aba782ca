// runs: (1.5, 2.25)=3.75; (0.1, 0.2)=0.30000000000000004; (1.7976931348623157e308, 1e292)=inf
// runs: (9007199254740992.0, 1.0)=9007199254740992; (4.9e-324, 4.9e-324)=1e-323; (-0.0, -0.0)=-0.0
// runs: (-0.0, 0.0)=0.0; (Double.NaN, 1)=NaN
public class DAdd {
    public static double test(double a, double b) {
        return a + b;
    }
}
