// runs: (0, 1, 7.5f, -8.25f)=-8.25; (0, 1, -8.25f, 7.5f)=7.5
public class FStore2 {
    public static float test(int p0, int p1, float v, float w) {
        v = w;
        return v;
    }
}
