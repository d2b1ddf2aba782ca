// runs: (7f, 2f)=3.5; (1f, 0f)=inf; (1f, -0f)=-inf; (0f, 0f)=NaN; (1f, 3f)=0.33333334
// runs: (1f, Float.NEGATIVE_INFINITY)=-0.0
public class FDiv {
    public static float test(float a, float b) {
        return a / b;
    }
}
