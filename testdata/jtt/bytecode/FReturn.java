// runs: (5.5f)=5.5
public class FReturn {
    static float f(float a) {
        return a;
    }

    public static float test(float a) {
        return f(a);
    }
}
