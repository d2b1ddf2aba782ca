// runs: (1.5f)=1.5; (0.1f)=0.10000000149011612; (Float.NaN)=NaN; (-0f)=-0.0
// runs: (1.4e-45f)=1.401298464324817e-45; (Float.NEGATIVE_INFINITY)=-inf
public class F2D {
    public static double test(float a) {
        return (double) a;
    }
}
