// runs: (1, 63)=-9223372036854775808; (1, 64)=1; (1, -1)=-9223372036854775808; (3, 65)=6
// runs: (1, 32)=4294967296
public class LShl {
    public static long test(long a, int b) {
        return a << b;
    }
}
