// runs: (0, 7.5f, -8.25f)=-8.25; (0, -8.25f, 7.5f)=7.5
public class FStore1 {
    public static float test(int p0, float v, float w) {
        v = w;
        return v;
    }
}
