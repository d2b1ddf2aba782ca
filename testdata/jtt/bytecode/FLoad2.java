// runs: (0, 1, 7.5f)=7.5; (0, 1, -8.25f)=-8.25
public class FLoad2 {
    public static float test(int p0, int p1, float v) {
        return v;
    }
}
