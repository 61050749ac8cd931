export { FEISHU_WINDOWS, SlidingWindows, peak } from '../feishu/windows';
