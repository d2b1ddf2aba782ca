// runs: (1.9f)=1; (-1.9f)=-1; (Float.NaN)=0; (0f)=0; (-0f)=0; (1e20f)=2147483647; (-1e20f)=-2147483648
// runs: (Float.POSITIVE_INFINITY)=2147483647; (2147483648f)=2147483647; (2147483520f)=2147483520
// runs: (-2147483648f)=-2147483648
public class F2I {
    public static int test(float a) {
        return (int) a;
    }
}
