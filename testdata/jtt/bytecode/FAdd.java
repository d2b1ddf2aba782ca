// runs: (1.5f, 2.25f)=3.75; (3.4028235e38f, 3.4028235e38f)=inf; (16777216f, 1f)=16777216
// runs: (1.4e-45f, 1.4e-45f)=2.8e-45; (Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)=NaN
// runs: (-0f, -0f)=-0.0; (-0f, 0f)=0.0; (Float.NaN, 1f)=NaN
public class FAdd {
    public static float test(float a, float b) {
        return a + b;
    }
}
