// runs: (1, 2)=3; (2147483647, 1)=-2147483648; (-2147483648, -1)=2147483647; (-2147483648, -2147483648)=0
// runs: (-1, 1)=0
public class IAdd {
    public static int test(int a, int b) {
        return a + b;
    }
}
