// runs: (0, 1, 2, 3, 4, 5, 7.5f)=7.5; (0, 1, 2, 3, 4, 5, -8.25f)=-8.25
public class FLoad {
    public static float test(int p0, int p1, int p2, int p3, int p4, int p5, float v) {
        return v;
    }
}
