// runs: (5.5f)=-5.5; (0f)=-0.0; (-0f)=0.0; (Float.NaN)=NaN; (Float.POSITIVE_INFINITY)=-inf
public class FNeg {
    public static float test(float a) {
        return -a;
    }
}
