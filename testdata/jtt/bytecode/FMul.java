// runs: (1.5f, -2f)=-3.0; (1e30f, 1e30f)=inf; (1e-30f, 1e-30f)=0.0; (0f, -1f)=-0.0
// runs: (0f, Float.POSITIVE_INFINITY)=NaN; (0.1f, 3f)=0.3
public class FMul {
    public static float test(float a, float b) {
        return a * b;
    }
}
