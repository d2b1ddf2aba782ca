// runs: (1.5f, 2.25f)=-0.75; (-0f, 0f)=-0.0; (0f, 0f)=0.0; (0f, -0f)=0.0
// runs: (Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY)=NaN
public class FSub {
    public static float test(float a, float b) {
        return a - b;
    }
}
