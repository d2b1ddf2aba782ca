// runs: (7.5f, -8.25f)=-8.25; (-8.25f, 7.5f)=7.5
public class FStore0 {
    public static float test(float v, float w) {
        v = w;
        return v;
    }
}
