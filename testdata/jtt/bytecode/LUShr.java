// runs: (-1, 63)=1; (-9223372036854775808L, 63)=1; (-8, 1)=9223372036854775804; (8, 65)=4; (-1, 64)=-1
public class LUShr {
    public static long test(long a, int b) {
        return a >>> b;
    }
}
