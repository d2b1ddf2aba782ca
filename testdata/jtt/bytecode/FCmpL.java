// runs: (1f, 2f)=1000; (2, 1)=1011; (2, 2)=110; (Float.NaN, 1)=1000; (1, Float.NaN)=1000
// runs: (Float.NaN, Float.NaN)=1000; (0f, -0f)=110
public class FCmpL {
    public static int test(float a, float b) {
        return (a > b ? 1 : 0) + (a >= b ? 10 : 0) + (a == b ? 100 : 0) + (a != b ? 1000 : 0);
    }
}
