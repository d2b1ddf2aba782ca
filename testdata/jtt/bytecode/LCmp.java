// runs: (1, 2)=-1; (2, 1)=1; (5, 5)=0; (-9223372036854775808L, 9223372036854775807L)=-1
// runs: (4294967296L, 0)=1; (-4294967296L, 0)=-1
public class LCmp {
    public static int test(long a, long b) {
        return a < b ? -1 : a > b ? 1 : 0;
    }
}
