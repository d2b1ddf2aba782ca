// runs: (0)=1; (1)=1; (-1)=2; (2147483647)=1; (-2147483648)=2
public class IfLt {
    public static int test(int a) {
        return a >= 0 ? 1 : 2;
    }
}
