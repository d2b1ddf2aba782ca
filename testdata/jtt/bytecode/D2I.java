// runs: (1.9)=1; (-1.9)=-1; (Double.NaN)=0; (-0.0)=0; (1e20)=2147483647; (-1e20)=-2147483648
// runs: (2147483647.5)=2147483647; (2147483648.0)=2147483647; (-2147483649.0)=-2147483648
// runs: (Double.NEGATIVE_INFINITY)=-2147483648
public class D2I {
    public static int test(double a) {
        return (int) a;
    }
}
