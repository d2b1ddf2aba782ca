// runs: (5)=5; (4294967295L)=-1; (-9223372036854775808L)=0; (2147483648L)=-2147483648
public class L2I {
    public static int test(long a) {
        return (int) a;
    }
}
