export { channelLook } from '@/parts/channelLook'
