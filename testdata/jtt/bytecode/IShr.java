// runs: (-1, 31)=-1; (-2147483648, 31)=-1; (-8, 1)=-4; (8, 33)=4; (2147483647, 30)=1; (-5, -1)=-1
public class IShr {
    public static int test(int a, int b) {
        return a >> b;
    }
}
