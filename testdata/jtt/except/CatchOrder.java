// runs: (0)=20; (1)=10; (2)=40; (3)=30; (4)=4
public class CatchOrder {
    public static int test(int n) {
        try {
            if (n == 0) throw new IllegalArgumentException();
            if (n == 1) throw new NumberFormatException();
            if (n == 2) throw new Error();
            return n / (n - 3);
        } catch (NumberFormatException e) {
            return 10;
        } catch (IllegalArgumentException e) {
            return 20;
        } catch (RuntimeException e) {
            return 30;
        } catch (Error e) {
            return 40;
        }
    }
}
