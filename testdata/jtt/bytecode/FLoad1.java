// runs: (0, 7.5f)=7.5; (0, -8.25f)=-8.25
public class FLoad1 {
    public static float test(int p0, float v) {
        return v;
    }
}
