// runs: (5)=-5; (0)=0; (-9223372036854775808L)=-9223372036854775808
public class LNeg {
    public static long test(long a) {
        return -a;
    }
}
