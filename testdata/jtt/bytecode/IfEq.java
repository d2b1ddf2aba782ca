// runs: (0)=2; (1)=1; (-1)=1; (2147483647)=1; (-2147483648)=1
public class IfEq {
    public static int test(int a) {
        return a != 0 ? 1 : 2;
    }
}
