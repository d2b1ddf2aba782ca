// runs: (7.5f)=7.5; (-8.25f)=-8.25
public class FLoad0 {
    public static float test(float v) {
        return v;
    }
}
