// runs: (5)=-15; (-20)=10
import java.util.function.IntUnaryOperator;

public class InvokeDynamic {
    static int negate(int x) {
        return -x;
    }

    public static int test(int n) {
        IntUnaryOperator add = x -> x + n;
        IntUnaryOperator negate = InvokeDynamic::negate;
        return add.andThen(negate).applyAsInt(10);
    }
}
