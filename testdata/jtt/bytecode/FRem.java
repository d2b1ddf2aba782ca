// runs: (5.5f, 2f)=1.5; (-5.5f, 2f)=-1.5; (5.5f, -2f)=1.5; (1f, 0f)=NaN; (Float.POSITIVE_INFINITY, 2f)=NaN
// runs: (2f, Float.POSITIVE_INFINITY)=2.0; (-4f, 2f)=-0.0; (1e30f, 7f)=1.0
public class FRem {
    public static float test(float a, float b) {
        return a % b;
    }
}
