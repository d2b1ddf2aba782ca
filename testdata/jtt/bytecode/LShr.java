// runs: (-1, 63)=-1; (-9223372036854775808L, 63)=-1; (-8, 1)=-4; (8, 65)=4; (4294967296L, 32)=1
public class LShr {
    public static long test(long a, int b) {
        return a >> b;
    }
}
