// runs: (1, 2)=3; (9223372036854775807L, 1)=-9223372036854775808
// runs: (-9223372036854775808L, -1)=9223372036854775807; (4294967295L, 1)=4294967296
public class LAdd {
    public static long test(long a, long b) {
        return a + b;
    }
}
