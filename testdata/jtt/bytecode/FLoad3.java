// runs: (0, 1, 2, 7.5f)=7.5; (0, 1, 2, -8.25f)=-8.25
public class FLoad3 {
    public static float test(int p0, int p1, int p2, float v) {
        return v;
    }
}
