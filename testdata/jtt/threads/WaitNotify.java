// runs: (1)=1; (100)=5050
public class WaitNotify {
    public static int test(int n) throws Exception {
        int[] box = {0, 0};
        Thread t = new Thread(() -> {
            for (int i = 1; i <= n; i++) {
                synchronized (box) {
                    while (box[1] == 1) {
                        try {
                            box.wait();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                    box[0] = i;
                    box[1] = 1;
                    box.notifyAll();
                }
            }
        });
        t.start();
        int sum = 0;
        for (int i = 1; i <= n; i++) {
            synchronized (box) {
                while (box[1] == 0) box.wait();
                sum += box[0];
                box[1] = 0;
                box.notifyAll();
            }
        }
        t.join();
        return sum;
    }
}
