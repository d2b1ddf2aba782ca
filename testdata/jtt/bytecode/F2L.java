// runs: (1.9f)=1; (-1.9f)=-1; (Float.NaN)=0; (0f)=0; (-0f)=0; (1e20f)=9223372036854775807
// runs: (-1e20f)=-9223372036854775808; (1e10f)=10000000000
public class F2L {
    public static long test(float a) {
        return (long) a;
    }
}
