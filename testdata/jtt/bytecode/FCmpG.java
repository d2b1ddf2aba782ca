// runs: (1, 2)=11; (2, 1)=0; (2, 2)=10; (Float.NaN, 1)=0; (1, Float.NaN)=0; (-0f, 0f)=10
public class FCmpG {
    public static int test(float a, float b) {
        return (a < b ? 1 : 0) + (a <= b ? 10 : 0);
    }
}
